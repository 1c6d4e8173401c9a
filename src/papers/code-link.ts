/** A repository of code or a model, perhaps with TeX's `\_` in its name. */
const repository =
  /(?:https?:\/\/)?(?:www\.)?\b(github\.com|gitlab\.com|huggingface\.co)\/((?:datasets\/|spaces\/)?[\w-](?:[\w.-]|\\_)*\/(?:[\w.-]|\\_)+)/gi;

/** Paths of these sites that are not repositories. */
const pages = /^(?:papers|collections|docs|blog|join|orgs|topics|features|settings|login)\//i;

/** The first link to code in a text; a Git host is preferred to Hugging Face. */
export function codeLinkIn(text: string): string | null {
  const links = [...text.matchAll(repository)].flatMap(([, host = '', path = '']) => {
    const name = path
      .replaceAll('\\_', '_')
      .replace(/(?<!\.)\.+$/, '')
      .replace(/\.git$/, '');
    return pages.test(name) || name.endsWith('/') ? [] : [`https://${host.toLowerCase()}/${name}`];
  });
  return links.find((link) => !link.startsWith('https://huggingface.co/')) ?? links[0] ?? null;
}
