/** Hands a file to the reader: the browser's own download, nothing is sent anywhere. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the content when the click returns; the address is only let go of after it.
  queueMicrotask(() => URL.revokeObjectURL(address));
}
