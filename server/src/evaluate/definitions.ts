/** What the numbers of an evaluation mean; printed with them. */
export const definitions: readonly string[] = [
  'Truth and traffic are simulated: the numbers compare rules, and promise nothing of another network.',
  'Every rule sees the same observations (slots as the live pipeline closes them); the seed’s rule sees the raw records of the same snapshots.',
  'An episode is a newly opened anomaly of one subscriber. Anomalies of a device are none. Those of the learning days are not counted, only told of.',
  'An episode is true when it was detected between the onset of one of its subscriber’s attacks and 60 minutes after the end; otherwise false, on look-alikes too. Several on one attack find it once, and are not false.',
  'Attacks and look-alikes count when they lie in the measured days with 60 minutes to spare; those cut off at the edge explain episodes and do nothing else.',
  'Delay: from the onset of the attack to the end of the slot of its first true episode, on the clock of the data, of the attacks that were found. Median and 90th percentile by nearest rank.',
  'False episodes: per 1,000 subscribers and day, learning days left out, with the exact 95 % interval of a Poisson count (Garwood 1936).',
  'PR-AUC: average precision over subscriber-days (days of the data’s clock). A day is positive when it overlaps an attack, from onset to end, by 30 minutes or more; its score is the rule’s largest of the day. By chance it is the base rate.',
  'Precision within the budget: the share of true ones among the episodes that the rule marks for an alert; for a rule that marks none, among the highest scores of each day within the budget, chosen with the whole day in view.',
  'A look-alike fired when an episode opened on its subscriber between its onset and 60 minutes after its end, and no attack explains it. What lasts longer than two days (a faster contract) is followed for two.',
  'Seed’s rule, streamed: mean + 3 sample deviations of each raw counter over the rows so far, the current one included. The original needs all rows, future ones too. Expanding z: rate of a slot against mean and sample deviation of all slots before, above 3 in either direction three slots in a row, after a day of history. Flags of these two less than an hour apart are one episode.',
  'Expanding z, as many false: the same scores at the threshold at which the rule has as many false episodes as Tidewatch or just fewer, chosen with the truth in view. What it finds compares with what Tidewatch finds.',
  'Chance: as many episodes as Tidewatch, on subscribers and slots drawn evenly. Its recall is what long attacks and the hour of grace give away.',
];
