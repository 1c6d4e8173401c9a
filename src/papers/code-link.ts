/** A repository or a model. Its name may contain TeX's `\_`. */
const repository =
  /(?:https?:\/\/)?(?:www\.)?\b(github\.com|gitlab\.com|huggingface\.co)\/((?:datasets\/|spaces\/)?[\w-](?:[\w.-]|\\_)*\/(?:[\w.-]|\\_)+)/gi;

/** Paths of these sites that are not repositories. */
const pages = /^(?:papers|collections|docs|blog|join|orgs|topics|features|settings|login)\//i;

/** Finds the first link to code in a text. A Git host takes precedence over Hugging Face. */
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
