/** The schema of the last release as a file, and what the schema of today would break for clients that were written against it. */
import { buildSchema, findBreakingChanges, findDangerousChanges, type GraphQLSchema } from 'graphql';

export interface SchemaComparison {
  readonly releasedVersion: string;
  /** Changes that can make an operation fail that worked with the release, one sentence each. */
  readonly breaking: readonly string[];
  /** Changes that a client may stumble over, such as a new enum value. */
  readonly dangerous: readonly string[];
  /** Whether the version says that clients must look out: a higher major number, or before 1.0 a higher minor number. */
  readonly mayBreak: boolean;
}

const heading = /^# Tidewatch (\d+\.\d+\.\d+)\n/;

/** The file of a release: its version in the first line, the schema below. */
export const releaseText = (version: string, printedSchema: string): string =>
  `# Tidewatch ${version}\n\n${printedSchema}`;

/** `released` is what `releaseText` made; `version` is the one that the schema will be released as. */
export function compareWithRelease(released: string, schema: GraphQLSchema, version: string): SchemaComparison {
  const releasedVersion = heading.exec(released)?.[1];
  if (releasedVersion === undefined) {
    throw new Error('The released schema does not begin with a line such as "# Tidewatch 1.2.3"');
  }
  const before = buildSchema(released);
  return {
    releasedVersion,
    breaking: findBreakingChanges(before, schema).map(({ description }) => description),
    dangerous: findDangerousChanges(before, schema).map(({ description }) => description),
    mayBreak: isHigher(version, releasedVersion),
  };
}

function isHigher(version: string, released: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [releasedMajor = 0, releasedMinor = 0] = released.split('.').map(Number);
  return major > releasedMajor || (major === 0 && releasedMajor === 0 && minor > releasedMinor);
}
