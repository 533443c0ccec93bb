# Two stages: the first has the tools and builds the dashboard, the second has what runs.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN node scripts/run.mjs build

FROM node:24-slim
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY server/package.json server/
COPY web/package.json web/
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile --prod --filter @tidewatch/server \
  && rm -rf ~/.npm ~/.cache ~/.local \
  && install --directory --owner node /data
COPY server/src server/src
COPY --from=build /app/web/build web/build

USER node
ENV TIDEWATCH_HOST=0.0.0.0 TIDEWATCH_DATA=/data
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/src/main.ts", "start"]
