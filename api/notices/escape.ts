/** Markup that is safe to print as it stands; anything else is escaped on its way in. */
export interface Html {
  readonly html: string;
}

const REPLACEMENTS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => REPLACEMENTS[character] ?? '');

type Part = string | number | Html | readonly Html[] | null;

function print(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'html' in part ? part.html : part.map(({ html }) => html).join('');
}

/**
 * A template whose values are escaped unless they were made by it. Not called `html`, which formatters take for a
 * licence to move white space: the hash of the style stands in the page's policy.
 */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.reduce((text, string, index) => text + print(parts[index - 1] ?? null) + string),
});
