/** A key of the registry as it is printed on keyboards, one name for each key that is to be held: Ctrl, K. */
export const keyNames = (key: string, isApple: boolean): string[] => {
  if (key.startsWith('Mod+')) return [isApple ? '⌘' : 'Ctrl', key.slice('Mod+'.length).toUpperCase()];
  if (/^[A-Z]$/.test(key)) return [isApple ? '⇧' : 'Shift', key];
  return [/^[a-z]$/.test(key) ? key.toUpperCase() : key];
};
