'use client';

/** Whether Cmd stands where others have Ctrl. In the browser only. */
export const isApple = (): boolean => /^(Mac|iP)/.test(navigator.platform);
