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
const margin = { top: 40, right: 16, bottom: 12, left: 12 };

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

/** The chart that is drawn in `element`, under `caption`, on the colour of the panel it is in. */
export function pictureOf(element: Element, caption: string): Picture {
  const shown = element.querySelector('svg');
  if (!shown) throw new Error('There is no chart to make a picture of.');
  const read = colourReader();
  const copy = shown.cloneNode(true) as SVGSVGElement;
  fixLooks(shown, copy, read);
  const axes = shown.getBoundingClientRect();
  const frame = element.getBoundingClientRect();
  const width = Math.ceil(frame.width) + margin.left + margin.right;
  const height = Math.ceil(frame.height) + margin.top + margin.bottom;
  copy.setAttribute('x', String(axes.left - frame.left + margin.left));
  copy.setAttribute('y', String(axes.top - frame.top + margin.top));
  copy.setAttribute('width', String(axes.width));
  copy.setAttribute('height', String(axes.height));
  copy.setAttribute('overflow', 'visible');
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const size = { width: String(width), height: String(height) };
  for (const [name, value] of Object.entries(size)) root.setAttribute(name, value);
  const ground = document.createElementNS(root.namespaceURI, 'rect');
  for (const [name, value] of Object.entries(size)) ground.setAttribute(name, value);
  const { backgroundColor } = getComputedStyle(element.closest('section') ?? document.body);
  ground.setAttribute('fill', read(backgroundColor).hex);
  const words = document.createElementNS(root.namespaceURI, 'text');
  words.textContent = caption;
  const letters = getComputedStyle(document.body);
  words.setAttribute('fill', read(letters.color).hex);
  words.setAttribute('font-family', letters.fontFamily);
  words.setAttribute('font-size', '13');
  words.setAttribute('x', String(margin.left));
  words.setAttribute('y', '22');
  root.append(ground, words, copy);
  return { svg: new XMLSerializer().serializeToString(root), width, height };
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
