/** The minimum for a whole run: fewer mutants would mean that generating them has failed. */

type Tally = { mutants: number; killed: number; byMatrix: number };

const fewestMutants = 50;
const leastByMatrix = 0.9;

/** What a run falls short of, in words. `isWhole`: all mutants were tried, not a selection. */
export function shortfalls({ mutants, killed, byMatrix }: Tally, isWhole: boolean): string[] {
  const reported: string[] = [];
  if (mutants === 0 || killed < mutants) reported.push(`${mutants - killed} of ${mutants} mutants survive`);
  if (isWhole && mutants < fewestMutants) reported.push(`fewer than ${fewestMutants} mutants`);
  if (isWhole && byMatrix < leastByMatrix * mutants)
    reported.push(`fewer than ${leastByMatrix * 100} % noticed by the matrix alone`);
  return reported;
}
