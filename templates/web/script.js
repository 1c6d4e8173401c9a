// Enhancements of the pages. All pages work without this script. It sends requests only to this
// server.

/** Adds a line below a field. Screen readers announce its changes. */
function lineBelow(field) {
  const line = document.createElement('p');
  line.className = 'hint';
  line.setAttribute('role', 'status');
  (field.closest('.row') ?? field).after(line);
  return line;
}

/** URLs are resolved relative to this script, because the pages may be served under a path. */
const scriptUrl = document.currentScript.src;

/** Returns the domain that the user probably meant, or null. */
async function meantBy(domain) {
  const url = new URL(`../subscribe/meant?domain=${encodeURIComponent(domain)}`, scriptUrl);
  const answer = await fetch(url);
  return answer.ok ? (await answer.json()).domain : null;
}

/** Suggests a correction of domains such as `gmial.com`. Sends only the domain to the server. */
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
  // No hint is shown if the request fails.
  field.addEventListener('change', () => void hint(field, line).catch(() => {}));
}

/**
 * Preselects the time zone of the device for a reader without one, with a note. Submitting the form
 * saves it.
 */
for (const select of document.querySelectorAll('select[data-guess]')) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select.value !== '' || !zone) continue;
  if (![...select.options].some((option) => option.value === zone))
    select.add(new Option(zone, zone));
  select.value = zone;
  lineBelow(select).textContent = select.dataset.guess.replace('ZONE', zone);
}
