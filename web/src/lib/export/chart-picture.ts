/** A chart as a picture that stands alone: its SVG with the colours and letters it has on screen, and a caption. */

/** What a stylesheet gives a drawn element and a file without stylesheets has to say itself. */
const properties = [
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

/** Room around the axes' letters and for the caption, pixels. */
const margin = { top: 52, right: 16, bottom: 12, left: 12 };

/** Reads any CSS colour as a hexadecimal one and an opacity, which every program that reads SVG knows. */
function colourReader(): (colour: string) => { readonly hex: string; readonly opacity: number } {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  return (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
    const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('');
    return { hex: `#${hex}`, opacity: Math.round((alpha / 255) * 100) / 100 };
  };
}

/** Copies how `shown` looks into attributes of `copy`, and so on for what is in them. */
function fixLooks(shown: Element, copy: Element, read: ReturnType<typeof colourReader>): void {
  const style = getComputedStyle(shown);
  copy.removeAttribute('class');
  copy.removeAttribute('style');
  for (const paint of ['fill', 'stroke'] as const) {
    const value = style.getPropertyValue(paint);
    if (value === 'none' || value.startsWith('url(')) {
      copy.setAttribute(paint, value.replaceAll('"', ''));
      continue;
    }
    const { hex, opacity } = read(value);
    copy.setAttribute(paint, hex);
    if (opacity < 1) copy.setAttribute(`${paint}-opacity`, String(opacity));
  }
  for (const property of properties) {
    const value = style.getPropertyValue(property);
    if (value !== '' && value !== 'none' && value !== 'normal') copy.setAttribute(property, value);
  }
  for (const [index, child] of [...shown.children].entries()) fixLooks(child, copy.children[index]!, read);
}

export interface Picture {
  readonly svg: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}

/** A line of the chart and how it is told from others: "▲" in a colour, given as a utility class. */
export interface LegendEntry {
  readonly name: string;
  readonly mark?: { readonly symbol: string; readonly class: string };
}

/** The marks in their colours, each before its name. */
function legendIn(beside: Element, legend: readonly LegendEntry[], read: ReturnType<typeof colourReader>): Element[] {
  return legend.flatMap(({ name, mark }) => {
    if (!mark) return [];
    const probe = document.createElement('span');
    probe.className = mark.class;
    beside.append(probe);
    const symbol = svgElement('tspan', { fill: read(getComputedStyle(probe).color).hex, dx: 12 });
    probe.remove();
    symbol.textContent = mark.symbol;
    const words = svgElement('tspan', { dx: 4 });
    words.textContent = name;
    return [symbol, words];
  });
}

/** The chart that is drawn in `element`, under `caption` and its legend, on the colour of the panel it is in. */
export function pictureOf(element: Element, caption: string, legend: readonly LegendEntry[]): Picture {
  const shown = element.querySelector('svg');
  if (!shown) throw new Error('There is no chart to make a picture of.');
  const read = colourReader();
  const copy = shown.cloneNode(true) as SVGSVGElement;
  fixLooks(shown, copy, read);
  const axes = shown.getBoundingClientRect();
  const frame = element.getBoundingClientRect();
  const size = {
    width: Math.ceil(frame.width) + margin.left + margin.right,
    height: Math.ceil(frame.height) + margin.top + margin.bottom,
  };
  const place = { x: axes.left - frame.left + margin.left, y: axes.top - frame.top + margin.top, overflow: 'visible' };
  for (const [name, value] of Object.entries({ ...place, width: axes.width, height: axes.height }))
    copy.setAttribute(name, String(value));

  const { backgroundColor } = getComputedStyle(element.closest('section') ?? document.body);
  const { color, fontFamily } = getComputedStyle(document.body);
  const letters = { fill: read(color).hex, 'font-family': fontFamily, 'font-size': 12 };
  const title = svgElement('text', { ...letters, x: margin.left, y: 22 });
  title.textContent = caption;
  const names = svgElement('text', { ...letters, x: margin.left - 12, y: 40 });
  names.append(...legendIn(element, legend, read));
  const root = svgElement('svg', size);
  root.append(svgElement('rect', { ...size, fill: read(backgroundColor).hex }), title, names, copy);
  return { svg: new XMLSerializer().serializeToString(root), ...size };
}

/** The picture in pixels, twice as many as on screen a line, so that it can be printed. */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const scale = 2;
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(width * scale, height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, width * scale, height * scale);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(address);
  }
}
