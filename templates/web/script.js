// What the pages do better with a script. Each of them works without; no request leaves this server.

/** A line below a field that screen readers announce when it changes. */
function lineBelow(field) {
  const line = document.createElement('p');
  line.className = 'hint';
  line.setAttribute('role', 'status');
  (field.closest('.row') ?? field).after(line);
  return line;
}

/** The folder of this script is a level below the pages, which may be under a path of the host. */
const scriptUrl = document.currentScript.src;

/** The domain that was perhaps meant by this one, or null. */
async function meantBy(domain) {
  const url = new URL(`../subscribe/meant?domain=${encodeURIComponent(domain)}`, scriptUrl);
  const answer = await fetch(url);
  return answer.ok ? (await answer.json()).domain : null;
}

/** `gmial.com`: did you mean …? Only a hint, and only the domain is asked about. */
async function hint(field, line) {
  line.replaceChildren();
  const typed = field.value;
  const [name, domain] = typed.trim().split('@');
  const meant = name && domain ? await meantBy(domain) : null;
  if (meant === null || field.value !== typed) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = field.dataset.meant.replace('ADDRESS', `${name}@${meant}`);
  button.addEventListener('click', () => {
    field.value = `${name}@${meant}`;
    line.replaceChildren();
    field.focus();
  });
  line.replaceChildren(button);
}

for (const field of document.querySelectorAll('input[data-meant]')) {
  const line = lineBelow(field);
  // Without an answer there is no hint.
  field.addEventListener('change', () => void hint(field, line).catch(() => {}));
}

/** A reader without a time zone: the one of their device is chosen, and said so; saving keeps it. */
for (const select of document.querySelectorAll('select[data-guess]')) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select.value !== '' || !zone) continue;
  if (![...select.options].some((option) => option.value === zone))
    select.add(new Option(zone, zone));
  select.value = zone;
  lineBelow(select).textContent = select.dataset.guess.replace('ZONE', zone);
}
