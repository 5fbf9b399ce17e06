import type { MetadataRoute } from 'next';
import { PAPER } from '@/lib/theme';

/** What a phone needs to install the product. The icons are drawn by scripts/draw-icons.mjs. */
const manifest = (): MetadataRoute.Manifest => ({
  id: '/',
  name: 'todo',
  short_name: 'todo',
  description: 'A calm list of what you have to do.',
  lang: 'en',
  start_url: '/tasks',
  scope: '/',
  display: 'standalone',
  background_color: PAPER.light,
  theme_color: PAPER.light,
  categories: ['productivity'],
  icons: [
    { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: 'To do', url: '/tasks?status=pending' },
    { name: 'Due today', url: '/tasks?due=today' },
  ],
});

export default manifest;
