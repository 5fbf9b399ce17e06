'use client';

import '@/lib/zod-without-eval';
import { zodResolver } from '@hookform/resolvers/zod';
import { LIMITS, newTask, PRIORITIES, type Priority, type Task } from '@todo/contracts';
import { clsx } from 'clsx';
import { useEffect, useId, useRef, useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, inputClass } from '@/components/ui/field';
import { fieldInWords } from '@/lib/words';
import { useTasks } from '../hooks/use-tasks';
import { addDays } from '../model/calendar';
import { changeTask, type TaskChange } from '../model/operations';
import { TITLE_MISSING } from '../model/words';
import { PRIORITY_WORDS } from './priority-mark';
import { TagInput } from './tag-input';
import { DELETED_ELSEWHERE } from './task-row';

export interface EditorProps {
  task: Task;
  /** In a sheet over the page, rather than in the row's own place. */
  sheet: boolean;
  /** Tags to choose from. */
  tags: readonly string[];
  /** An edit that was refused: what was typed. */
  change?: TaskChange;
  /** The task as someone else made it meanwhile. */
  theirs?: Task;
  /** It was deleted elsewhere meanwhile. */
  gone: boolean;
  /** `base`: what the change was made from. */
  onSave: (base: Task, change: TaskChange) => void;
  onCancel: () => void;
  onDelete: () => void;
}

type Values = z.input<typeof newTask>;

const valuesOf = (task: Task): Values => ({
  title: task.title,
  description: task.description,
  priority: task.priority,
  due_on: task.due_on,
  due_time: task.due_time,
  due_zone: task.due_zone,
  tags: task.tags,
});

/** What of `base` the form's values change. A time without a zone is in the person's own. */
const changeOf = (base: Task, values: z.output<typeof newTask>, timeZone: string): TaskChange => {
  const due_on = values.due_on ?? null;
  const due_time = due_on === null ? null : (values.due_time ?? null);
  const next: Required<TaskChange> = {
    title: values.title,
    description: values.description,
    priority: values.priority,
    due_on,
    due_time,
    due_zone: due_time === null ? null : (base.due_zone ?? timeZone),
    tags: values.tags,
  };
  return Object.fromEntries(
    Object.entries(next).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(base[field as keyof TaskChange]),
    ),
  );
};

const FIELD_WORDS: Record<keyof TaskChange, string> = {
  title: 'Title',
  description: 'Description',
  priority: 'Priority',
  due_on: 'Due',
  due_time: 'Time',
  due_zone: 'Time zone',
  tags: 'Tags',
};

/** What someone else's version says in the fields that this change is about. */
const theirWords = (theirs: Task, change: TaskChange, dueInFull: string | null): string =>
  (Object.keys(change) as (keyof TaskChange)[])
    .filter((field) => field !== 'due_time' && field !== 'due_zone')
    .map((field) => {
      const value = theirs[field];
      if (field === 'due_on') return `Due: ${dueInFull ?? 'no date'}`;
      return `${FIELD_WORDS[field]}: ${(Array.isArray(value) ? value.join(', ') : value) || 'none'}`;
    })
    .join('. ');

const Quick = ({ label, chosen, onChoose }: { label: string; chosen: boolean; onChoose: () => void }) => (
  <button
    type="button"
    aria-pressed={chosen}
    onClick={onChoose}
    className={clsx(
      'min-h-9 rounded border px-2.5 text-small transition-colors sm:min-h-7',
      chosen ? 'border-edge bg-sunken font-semibold text-ink' : 'border-line text-soft hover:border-edge',
    )}
  >
    {label}
  </button>
);

const PriorityChoice = ({
  name,
  value,
  onChange,
}: {
  name: string;
  value: Priority | null;
  onChange: (priority: Priority | null) => void;
}) => (
  <fieldset>
    <legend className="pb-1 font-semibold">Priority</legend>
    <div className="flex rounded border border-edge bg-raised has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent">
      {[null, ...PRIORITIES].map((priority) => (
        <label
          key={priority ?? 'none'}
          className={clsx(
            'flex min-h-11 flex-1 cursor-pointer items-center justify-center border-line px-2 not-first:border-l first:rounded-l last:rounded-r sm:min-h-9',
            value === priority ? 'bg-sunken font-semibold text-ink' : 'text-soft hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            checked={value === priority}
            onChange={() => onChange(priority)}
            className="sr-only"
          />
          {priority === null ? 'None' : PRIORITY_WORDS[priority]}
        </label>
      ))}
    </div>
  </fieldset>
);

/** Everything about a task: in the place of its row, a sheet from below on a phone. */
const TaskEditor = (props: EditorProps) => {
  const [open, setOpen] = useState(true);
  if (!props.sheet) return <EditorForm {...props} />;
  return (
    <Dialog
      open={open}
      title="Edit task"
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) props.onCancel();
      }}
    >
      <EditorForm {...props} />
    </Dialog>
  );
};

const EditorForm = ({ task, sheet, tags, change, theirs, gone, onSave, onCancel, onDelete }: EditorProps) => {
  const { user, calendar, now } = useTasks();
  const [base] = useState(theirs ?? task);
  const form = useRef<HTMLFormElement>(null);
  const titleNote = useId();
  const { register, control, handleSubmit, setValue, setFocus, formState, getValues } = useForm<
    Values,
    unknown,
    z.output<typeof newTask>
  >({
    resolver: zodResolver(newTask),
    defaultValues: valuesOf(change === undefined ? base : changeTask(base, change)),
  });
  const { errors } = formState;
  const [dueOn, dueTime] = useWatch({ control, name: ['due_on', 'due_time'] });

  useEffect(() => setFocus('title', { shouldSelect: false }), [setFocus]);

  const today = calendar.dayOf(now);
  const setDay = (value: string | null) => {
    setValue('due_on', value, { shouldDirty: true, shouldValidate: formState.isSubmitted });
    if (value === null) setValue('due_time', null, { shouldDirty: true });
  };
  const words = (field: keyof Values & keyof TaskChange): string | undefined =>
    field === 'title' && errors.title !== undefined && getValues('title').trim() === ''
      ? TITLE_MISSING
      : fieldInWords(FIELD_WORDS[field], errors[field]?.message, getValues(field));
  const save = handleSubmit((values) => onSave(base, changeOf(base, values, user.time_zone)));
  const foreignZone = base.due_zone !== null && base.due_zone !== user.time_zone ? ` (${base.due_zone})` : '';

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onCancel();
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.current?.requestSubmit();
      }}
      aria-label={`Details of ${base.title}`}
      className={clsx('grid grid-cols-1 gap-3', !sheet && 'pb-3')}
    >
      {gone && <Banner tone="warn">{DELETED_ELSEWHERE}</Banner>}
      {theirs !== undefined && (
        <Banner tone="warn">
          This task was changed elsewhere while you were editing, so nothing was saved. It now says{' '}
          {theirWords(theirs, change ?? {}, calendar.dueInFull(theirs))}. What you typed is below.
        </Banner>
      )}
      {sheet ? (
        <Field label="Title" error={words('title')}>
          {(field) => (
            <input {...register('title')} {...field} dir="auto" autoComplete="off" className={inputClass} />
          )}
        </Field>
      ) : (
        <div>
          <input
            {...register('title')}
            aria-label="Title"
            aria-invalid={errors.title !== undefined || undefined}
            aria-describedby={titleNote}
            dir="auto"
            autoComplete="off"
            className={clsx(inputClass, 'font-semibold')}
          />
          <p id={titleNote} aria-live="polite" className="text-small text-danger">
            {words('title')}
          </p>
        </div>
      )}
      <Field label="Description" error={words('description')}>
        {(field) => (
          <textarea
            {...register('description')}
            {...field}
            dir="auto"
            rows={3}
            className={clsx(inputClass, 'field-sizing-content max-h-60 py-2')}
          />
        )}
      </Field>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 sm:gap-5">
        <div>
          <div className="flex gap-2">
            <Field label="Due" error={words('due_on')} className="flex-1">
              {(field) => (
                <Controller
                  control={control}
                  name="due_on"
                  render={({ field: { value, onChange, ref, onBlur } }) => (
                    <input
                      ref={ref}
                      type="date"
                      {...field}
                      min={LIMITS.due.min}
                      max={LIMITS.due.max}
                      value={value ?? ''}
                      onBlur={onBlur}
                      onChange={(event) => onChange(event.target.value || null)}
                      className={inputClass}
                    />
                  )}
                />
              )}
            </Field>
            <Field label={`Time${foreignZone}`} error={words('due_time')} className="w-36">
              {(field) => (
                <Controller
                  control={control}
                  name="due_time"
                  render={({ field: { value, onChange, ref, onBlur } }) => (
                    <input
                      ref={ref}
                      type="time"
                      {...field}
                      value={value ?? ''}
                      onBlur={onBlur}
                      onChange={(event) => {
                        onChange(event.target.value || null);
                        if (event.target.value !== '' && dueOn == null) setDay(today);
                      }}
                      className={inputClass}
                    />
                  )}
                />
              )}
            </Field>
          </div>
          <div className="flex flex-wrap gap-1.5 pt-1">
            <Quick label="Today" chosen={dueOn === today} onChoose={() => setDay(today)} />
            <Quick
              label="Tomorrow"
              chosen={dueOn === addDays(today, 1)}
              onChoose={() => setDay(addDays(today, 1))}
            />
            <Quick
              label="In a week"
              chosen={dueOn === addDays(today, 7)}
              onChoose={() => setDay(addDays(today, 7))}
            />
            {(dueOn != null || dueTime != null) && (
              <Quick label="No date" chosen={false} onChoose={() => setDay(null)} />
            )}
          </div>
        </div>
        <Controller
          control={control}
          name="priority"
          render={({ field }) => (
            <PriorityChoice name={field.name} value={field.value ?? null} onChange={field.onChange} />
          )}
        />
      </div>
      <Field label="Tags" error={words('tags')}>
        {(field) => (
          <Controller
            control={control}
            name="tags"
            render={({ field: { value, onChange } }) => (
              <TagInput {...field} value={value ?? []} onChange={onChange} known={tags} />
            )}
          />
        )}
      </Field>
      <Footer sheet={sheet} onCancel={onCancel} onDelete={onDelete} />
    </form>
  );
};

/** In a sheet it stays in the thumb's reach while the fields scroll. */
const Footer = ({ sheet, onCancel, onDelete }: Pick<EditorProps, 'sheet' | 'onCancel' | 'onDelete'>) => (
  <div
    className={clsx(
      'flex items-center gap-2',
      sheet &&
        // The offset of what is sticky counts from within the padding.
        'sticky bottom-[calc(-1*max(1rem,env(safe-area-inset-bottom)))] -mx-4 -mb-[max(1rem,env(safe-area-inset-bottom))] border-t border-line bg-raised px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]',
    )}
  >
    <Button type="submit" variant="primary">
      Save
    </Button>
    <Button variant="quiet" onClick={onCancel}>
      Cancel
    </Button>
    <Button variant="quiet" onClick={onDelete} className="ml-auto">
      Delete
    </Button>
  </div>
);

export default TaskEditor;
