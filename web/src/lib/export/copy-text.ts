/** Puts text on the clipboard. */

/**
 * Whether it is there. A page that came over plain HTTP may not write to the clipboard, but fill what the reader copies: call it while a
 * press is being handled.
 */
export async function copyText(text: string): Promise<boolean> {
  if (!isSecureContext) return copyAsReader(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyAsReader(text);
  }
}

function copyAsReader(text: string): boolean {
  let isFilled = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    isFilled = event.clipboardData !== null;
  };
  document.addEventListener('copy', fill);
  // Deprecated, and the only way without HTTPS.
  document.execCommand('copy');
  document.removeEventListener('copy', fill);
  return isFilled;
}
