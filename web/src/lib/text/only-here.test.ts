import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '../..');
const files = globSync('**/*.{svelte,ts}', { cwd: source })
  .filter((file) => !/^lib\/(text|graphql\/generated)\/|\.(test|d)\.ts$|-fixture\.ts$/.test(file))
  .toSorted();

/** Attributes that a person sees or hears; what components of ours call alike is shown as well. */
const shownAttributes = /^(title|aria-label|aria-valuetext|placeholder|alt|label|legend|reason|unit)$/;
/** What is compared, imported, thrown, a type, a comment, or of how something looks. */
const forPrograms =
  /^(BinaryExpression|ImportDeclaration|ThrowStatement|TSLiteralType|Comment|Line|Block|StyleDirective)$/;
const word = /\p{L}{2}/u;
/** Elsewhere in a program a single word may be a name, and words with a hyphen among them a list of classes. */
const sentence = /^[^-]*\p{L}{2,} \p{L}{2,}[^-]*$/u;

type Node = Readonly<Record<string, unknown>>;

/** The words in a part of a component or module. `isShown`: a string here is for a person to read. */
function* wordsIn(node: unknown, isShown: boolean): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  const { type, name, value, data, metadata: _, ...parts } = node as Node;
  if (forPrograms.test(String(type)) || (type === 'Attribute' && /^(class|style)$/.test(String(name)))) return;
  const said = type === 'Text' ? data : type === 'TemplateElement' ? (value as Node)['raw'] : value;
  if (typeof said === 'string' && (isShown ? word : sentence).test(said)) yield said.trim();
  const isRead = type === 'Attribute' ? shownAttributes.test(String(name)) : isShown;
  for (const part of Object.values({ ...parts, value })) {
    const inside = Array.isArray(part) ? part : [part];
    for (const one of inside) yield* wordsIn(one, type === 'Fragment' ? isText(one) : isRead);
  }
}

/** What stands between tags; elements say by themselves which of their attributes are read. */
const isText = (node: unknown) => /^(Text|ExpressionTag)$/.test(String((node as Node | undefined)?.['type']));

const wordsOf = (code: string): string[] => {
  const { fragment, instance, module } = parse(code, { modern: true });
  return [fragment, instance?.content, module?.content].flatMap((part) => [...wordsIn(part, false)]);
};

it('is the only folder with words that a person reads', () => {
  const elsewhere = files.flatMap((file) => {
    const code = readFileSync(join(source, file), 'utf8');
    const words = wordsOf(file.endsWith('.svelte') ? code : `<script lang="ts">${code}</script>`);
    return words.map((said) => `${file}: ${said}`);
  });
  expect(elsewhere).toEqual([]);
});

it('would know words wherever they may hide in a component', () => {
  const hidden = `<script lang="ts">// It may be so.
    const said = \`It is \${late} now\`; const path = '/devices'; throw Error('it is so');</script>
    <p class="font-bold text-dim" title="Read me" {@attach focus}>Seen {seen ? 'today' : why}{#if kind === 'burst'}!{/if}</p>`;
  expect(wordsOf(hidden)).toEqual(['Read me', 'Seen', 'today', 'It is']);
});
