/** Plans and their speeds: who uses more has a faster one, more or less. */

interface Plan {
  readonly name: string;
  readonly downMegabits: number;
  readonly upMegabits: number;
}

const personPlans: readonly Plan[] = [16, 25, 50, 75, 100, 150, 250, 400, 600, 1000].map((downMegabits, number) => ({
  name: `P${number}`,
  downMegabits,
  upMegabits: downMegabits / 4,
}));
const companyPlans: readonly Plan[] = [100, 300, 1000].map((megabits, number) => ({
  name: `J${10 + number}`,
  downMegabits: megabits,
  upMegabits: megabits / 2,
}));

/** Usual rates at which the next faster plan begins, kbit/s. */
const personSteps = [120, 250, 400, 600, 900, 1400, 2200, 4000, 8000];
const companySteps = [1200, 4000];

/** The plan of somebody who uses `kilobits` per second on average. */
export function planFor(type: 'J' | 'P', kilobits: number): Plan {
  const [plans, steps] = type === 'J' ? [companyPlans, companySteps] : [personPlans, personSteps];
  return plans[steps.filter((step) => kilobits >= step).length]!;
}
