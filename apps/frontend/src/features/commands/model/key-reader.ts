import { COMMAND_IDS, type CommandId, commandOf } from './commands';

const MODIFIED = 'Mod+';

/** Whether a key does something without Ctrl or Cmd, and can be switched off therefore (WCAG 2.1.4). */
export const isSingle = (key: string): boolean => !key.startsWith(MODIFIED);

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'>;

/** The key as the registry names it; null for a chord that is the browser's or the system's. */
export const keyOf = (press: KeyPress, isApple: boolean): string | null => {
  const { key, ctrlKey, metaKey, altKey } = press;
  const [mod, other] = isApple ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  // Some keyboards type # only with AltGr, which counts as Ctrl with Alt, or with Option.
  const isTyped = press.getModifierState('AltGraph') || (isApple && altKey && /^\W$/.test(key));
  if (isTyped && !metaKey) return key;
  if (altKey || other) return null;
  return mod ? MODIFIED + key.toLowerCase() : key;
};

/** Milliseconds within which the second key of two has to follow. */
const PATIENCE = 2_000;
const MODIFIER_KEYS = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'];

/**
 * Reads keys one after the other. Gives the command that a key completes, `waiting` when it may be the first of two,
 * null when it means nothing. `at` is in milliseconds, from any beginning.
 */
export const createKeyReader = (): ((key: string, at: number) => CommandId | 'waiting' | null) => {
  let first: { key: string; at: number } | null = null;
  const find = (...typed: string[]): CommandId | undefined =>
    COMMAND_IDS.find((id) => commandOf(id).keys?.join(' ') === typed.join(' '));
  return (key, at) => {
    if (MODIFIER_KEYS.includes(key)) return first === null ? null : 'waiting';
    const before = first !== null && at - first.at < PATIENCE ? first.key : null;
    first = null;
    // After the first of two a wrong key does nothing, rather than what it does alone.
    if (before !== null) return find(before, key) ?? null;
    const begins = COMMAND_IDS.some((id) => {
      const { keys = [] } = commandOf(id);
      return keys.length === 2 && keys[0] === key;
    });
    if (!begins) return find(key) ?? null;
    first = { key, at };
    return 'waiting';
  };
};
