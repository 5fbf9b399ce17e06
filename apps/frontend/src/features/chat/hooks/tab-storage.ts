/** What was kept for this tab under `key`; null when there is nothing, or storage is forbidden. */
export const recall = (key: string): unknown => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
};

/** Keeps it as long as the tab lives, reloads included. */
export const keep = (key: string, value: unknown): void => {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: it is forgotten with the page.
  }
};
