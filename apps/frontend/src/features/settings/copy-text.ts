/**
 * Copies the text that `element` shows; false when the browser does not let us, and then the text is selected.
 * The Clipboard API is missing on plain http, where the older command still works.
 */
export const copyText = async (element: HTMLElement): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(element.textContent ?? '');
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return document.execCommand('copy');
  }
};
