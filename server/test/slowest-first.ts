/** The order in which test files begin: what takes minutes is not left for the end, where one worker would wait for the other. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that are small, as their tests are elsewhere, or that wait for programs: their size, which is what counts otherwise, misleads. */
const slow = /-history\.test\.ts$|real-week|\/crash\/|\/faults\/|\/roles\/|simulation\.test|replay-command|dashboard/;

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

function isSlow({ moduleId }: TestSpecification): boolean {
  return slow.test(moduleId);
}
