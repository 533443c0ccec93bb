/** How one chart is looked at: drawn or as a table. */
export class ChartView {
  asTable = $state(false);
  /** What it is drawn in; undefined while it is not. */
  element: HTMLElement | undefined = $state();
}
