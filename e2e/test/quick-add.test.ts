import type { Task } from '@todo/contracts';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const dayIn = (timeZone: string, distance: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now() + distance * 86_400_000);
const localDay = (distance: number): string => dayIn('Europe/Vienna', distance);

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

describeInBrowser('quick add', ({ person, expectComplaint }) => {
  const start = async (options: BrowserContextOptions = {}, path = '/tasks') => {
    const context = await person(options);
    const account = await signedUp(context, product());
    const page = await context.newPage();
    await open(page, product().origin + path);
    const understood = page.getByRole('list', { name: 'Understood' });
    const saved = async (): Promise<Task[]> =>
      (await (await account.call('GET', `/api/${account.user.id}/tasks`)).json()) as Task[];
    return {
      page,
      context,
      account,
      tasks: tasksOn(page),
      chip: (name: string) => understood.getByRole('button', { name }),
      /** What they show. */
      chips: () => understood.locator('button > span[dir=auto]').allTextContents(),
      saved,
    };
  };

  test('a line says when, how urgent and where: shown while it is typed, added by Enter, ready for the next', async () => {
    const { page, tasks, chips, saved } = await start();
    await tasks.newTask.pressSequentially('pay rent tomorrow 9am !high #home');
    await expect.poll(chips).toEqual(['tomorrow 09:00', 'High', '#home']);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    const row = tasks.row('pay rent');
    await row.getByText('tomorrow 09:00').waitFor();
    await row.getByText('High priority').waitFor();
    await row.getByText('#home').waitFor();
    expect(await focused(page)).toBe('New task');
    expect(await tasks.newTask.inputValue()).toBe('');
    await expect.poll(chips).toEqual([]);
    await expect.poll(saved).toMatchObject([
      {
        title: 'pay rent',
        due_on: localDay(1),
        due_time: '09:00',
        due_zone: 'Europe/Vienna',
        priority: 'high',
        tags: ['home'],
      },
    ]);
    // What was understood of the last line says nothing about the next.
    await page.keyboard.type('call mom');
    await page.keyboard.press('Enter');
    await tasks.row('call mom').waitFor();
  });

  test('a press on a chip makes it words again; typed anew it is understood anew', async () => {
    const { page, tasks, chip, chips, saved } = await start();
    await tasks.newTask.pressSequentially('watch !low #films friday');
    await chip('tag #films: keep as words').click();
    await expect.poll(chips).toHaveLength(2);
    expect(await focused(page)).toBe('New task');
    await page.keyboard.type(' #fun');
    await expect.poll(chips).toContain('#fun');
    await chip('due').click();
    await expect.poll(chips).toEqual(['Low', '#fun']);
    await page.keyboard.press('Enter');
    await tasks.row('watch #films friday').waitFor();
    await expect
      .poll(saved)
      .toMatchObject([{ title: 'watch #films friday', due_on: null, priority: 'low', tags: ['fun'] }]);
    await page.keyboard.type('see #films');
    await expect.poll(chips).toEqual(['#films']);
    await chip('tag #films').click();
    await expect.poll(chips).toEqual([]);
    await page.keyboard.press('Backspace');
    await page.keyboard.type('s');
    await expect.poll(chips).toEqual(['#films']);
  });

  test('by keyboard alone: Backspace and Delete reject, the focus goes on and comes back', async () => {
    const { page, tasks, chips } = await start();
    const press = (key: string) => page.keyboard.press(key);
    await press('n');
    await expect.poll(() => focused(page)).toBe('New task');
    await page.keyboard.type('pay today !high #home');
    await expect.poll(chips).toHaveLength(3);
    await press('Tab');
    expect(await focused(page)).toBe('Add task');
    await press('Tab');
    expect(await focused(page)).toBe('due today: keep as words');
    await press('Tab');
    await press('Backspace');
    await expect.poll(chips).toEqual(['today', '#home']);
    await expect.poll(() => focused(page)).toBe('tag #home: keep as words');
    await press('Delete');
    await expect.poll(() => focused(page)).toBe('due today: keep as words');
    await press('Enter');
    await expect.poll(() => focused(page)).toBe('New task');
    await press('Enter');
    await tasks.row('pay today !high #home').waitFor();
  });

  test('a screen reader hears what was understood', async () => {
    const { page, tasks, chip } = await start();
    await tasks.newTask.pressSequentially('pay today !high #home');
    await page.getByText('Understood: due today, High priority, tag #home.').waitFor({ state: 'attached' });
    const box = await chip('High priority').boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
    expect(await tasks.newTask.getAttribute('aria-describedby')).not.toBeNull();
  });

  test('days and times are the ones of the person’s time zone, wherever the browser is', async () => {
    const { page, account, tasks, saved } = await start({ timezoneId: 'America/New_York' });
    await account.call('PATCH', '/api/auth/me', { time_zone: 'Pacific/Auckland' });
    await open(page, page.url());
    await tasks.newTask.pressSequentially('call today 23:59');
    await page.getByRole('button', { name: 'due today 23:59: keep as words' }).waitFor();
    await page.keyboard.press('Enter');
    await tasks.row('call').getByText('today 23:59').waitFor();
    await expect
      .poll(saved)
      .toMatchObject([
        { due_on: dayIn('Pacific/Auckland', 0), due_time: '23:59', due_zone: 'Pacific/Auckland' },
      ]);
  });

  test('only the title counts for its length: 200 characters and what is beside them', async () => {
    const { page, tasks, chips, saved } = await start();
    const title = '🎂'.repeat(200);
    await tasks.newTask.fill(`${title} tomorrow #cake`);
    await expect.poll(chips).toEqual(['tomorrow', '#cake']);
    expect(await tasks.newTask.getAttribute('aria-invalid')).toBeNull();
    await tasks.newTask.press('Enter');
    await tasks.row(title).waitFor();
    await expect.poll(saved).toMatchObject([{ title, due_on: localDay(1) }]);
    await tasks.newTask.fill(`${title}x tomorrow`);
    await page.getByText('A title has at most 200 characters; this has 201.').waitFor();
    await tasks.newTask.press('Enter');
    expect(await tasks.newTask.inputValue()).toBe(`${title}x tomorrow`);
  });

  test('right-to-left titles, and tags of any script', async () => {
    const { page, tasks, chips } = await start();
    await tasks.newTask.fill('עוגה לליל #משפחה tomorrow');
    await expect.poll(chips).toEqual(['#משפחה', 'tomorrow']);
    await page.keyboard.press('Enter');
    await tasks.row('עוגה לליל').getByText('#משפחה').waitFor();
  });

  test('what is said wins over what the list is narrowed to; tags add up', async () => {
    const { tasks, saved } = await start({}, '/tasks?tag=home&priority=high');
    await tasks.add('paint the door !low #door');
    await expect.poll(saved).toMatchObject([{ title: 'paint the door', priority: 'low' }]);
    expect((await saved())[0]?.tags.toSorted()).toEqual(['door', 'home']);
  });

  test('without its reader, which comes when the field is used, a line is a title', async () => {
    expectComplaint(/ERR_FAILED|Failed to load|ChunkLoadError/);
    const { page, tasks, saved } = await start();
    let refused = 0;
    // Told by its words: the other scripts, that of the outbox too, may come when they like.
    await page.route('**/_next/static/chunks/**', async (route) => {
      const script = await route.fetch();
      if (!(await script.text()).includes(': keep as words')) return route.fulfill({ response: script });
      refused += 1;
      return route.abort();
    });
    await open(page, page.url());
    await tasks.add('pay rent tomorrow');
    await expect.poll(saved).toMatchObject([{ title: 'pay rent tomorrow', due_on: null }]);
    expect(refused).toBeGreaterThan(0);
  });

  test('on a phone the chips stand above the field, and nothing is wider than the screen', async () => {
    const { page, tasks, chips } = await start({ viewport: { width: 320, height: 640 }, hasTouch: true });
    await tasks.newTask.fill(`wash tomorrow 9am !high #${'long-tag-'.repeat(5)} #home`);
    await expect.poll(chips).toHaveLength(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const [field, list] = await Promise.all([
      tasks.newTask.boundingBox(),
      page.getByRole('list', { name: 'Understood' }).boundingBox(),
    ]);
    expect((list?.y ?? 0) + (list?.height ?? 0)).toBeLessThanOrEqual(field?.y ?? 0);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'tag #home' }).tap();
    await expect.poll(chips).toHaveLength(3);
  });
});
