/** Whether colours can be told apart, for the test of our tokens: contrast of WCAG, difference in OKLab, and deficient colour vision. */

export type Deficiency = 'protan' | 'deutan' | 'tritan';
type Triple = readonly [number, number, number];

/** Full deficiency, on linear RGB: Machado, Oliveira and Fernandes, 2009. */
const deficiencies: Readonly<Record<Deficiency, readonly [Triple, Triple, Triple]>> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const toLinear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const fromLinear = (light: number) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
const times = (row: Triple, [r, g, b]: Triple) => row[0] * r + row[1] * g + row[2] * b;

/** Linear RGB of "#1556b0". */
function linearOf(hex: string): Triple {
  const channel = (at: number) => toLinear(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
}

/** The values of `--color-NAME: light-dark(#…, #…)` of a style sheet. */
export function tokensOf(css: string, theme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const tokens = css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g);
  return new Map([...tokens].map(([, name, light, dark]) => [name!, theme === 'light' ? light! : dark!]));
}

/** 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const luminance = (hex: string) => times([0.2126, 0.7152, 0.0722], linearOf(hex));
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** How the colour looks. */
export function seenWith(hex: string, deficiency: Deficiency): string {
  const linear = linearOf(hex);
  const channels = deficiencies[deficiency].map((row) => {
    const value = Math.min(1, Math.max(0, fromLinear(times(row, linear))));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

/** Distance in OKLab: black and white are 1 apart. */
export function differenceOf(one: string, other: string): number {
  const [a, b] = [okLabOf(one), okLabOf(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function okLabOf(hex: string): Triple {
  const linear = linearOf(hex);
  const cone = (row: Triple) => Math.cbrt(times(row, linear));
  const cones: Triple = [
    cone([0.4122214708, 0.5363325363, 0.0514459929]),
    cone([0.2119034982, 0.6806995451, 0.1073969566]),
    cone([0.0883024619, 0.2817188376, 0.6299787005]),
  ];
  return [
    times([0.2104542553, 0.793617785, -0.0040720468], cones),
    times([1.9779984951, -2.428592205, 0.4505937099], cones),
    times([0.0259040371, 0.7827717662, -0.808675766], cones),
  ];
}
