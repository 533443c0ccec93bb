/** Printing of a page on one sheet: it is laid out as wide as the sheet first, so that its charts are drawn for it. */
import { tick } from 'svelte';
import { ReactiveValue } from '#lib/preferences/reactive-value.ts';

/** Width of the layout on paper, and by how much the sheet makes it smaller: an A4 sheet is 703 px wide within its margins. */
const layoutWidth = 1000;
const sheetWidth = 703;

/** Whether the page is on its way to the printer. */
export const printing = new ReactiveValue(false);

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** `width`: of the layout, pixels. */
function layOut(width: number): void {
  const { style } = document.documentElement;
  style.setProperty('--print-width', `${width}px`);
  style.setProperty('--print-zoom', String(sheetWidth / width));
}

/** Two frames: one in which the charts are measured, one in which they are drawn. */
export async function printPage(): Promise<void> {
  printing.current = true;
  document.documentElement.toggleAttribute('data-printing', true);
  layOut(layoutWidth);
  await tick();
  await nextFrame();
  await nextFrame();
  window.print();
}

/** For who prints through the browser's menu: there is no time to draw anew, so the page goes on the sheet as wide as it is. Returns what ends it. */
export function followPrinting(): () => void {
  const before = () => {
    if (!printing.current) layOut(document.documentElement.clientWidth);
  };
  const after = () => {
    printing.current = false;
    document.documentElement.removeAttribute('data-printing');
  };
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  return () => {
    removeEventListener('beforeprint', before);
    removeEventListener('afterprint', after);
  };
}
