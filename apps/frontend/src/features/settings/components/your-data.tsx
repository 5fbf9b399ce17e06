'use client';

import { useMutation } from '@tanstack/react-query';
import type { ExportFormat, ImportAnswer } from '@todo/contracts';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useToasts } from '@/components/ui/toast';
import { useUser } from '@/features/auth/hooks/user';
import { ApiProblem, api, messageOf, send } from '@/lib/api';
import { isTransient } from '@/lib/query-client';
import { randomId } from '@/lib/random';
import { saveFile } from '../save-file';
import {
  complaintAbout,
  fileNameOf,
  IMPORT_ACCEPT,
  importedInWords,
  importType,
  linesInWords,
} from '../transfer-words';

const FORMATS: readonly { format: ExportFormat; label: string }[] = [
  { format: 'json', label: 'Export everything as JSON' },
  { format: 'csv', label: 'Export tasks as CSV' },
];

const ExportButton = ({ format, label }: { format: ExportFormat; label: string }) => {
  const { id } = useUser();
  const toasts = useToasts();
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const response = await send('GET', `/api/${encodeURIComponent(id)}/export`, {
        query: { format },
        headers: { accept: '*/*' },
      });
      saveFile(await response.blob(), fileNameOf(response.headers) ?? `todo.${format}`);
    },
    retry: (failures, error) => isTransient(error) && failures < 2,
    onError: (error) => toasts.show({ tone: 'danger', message: `Nothing was exported. ${messageOf(error)}` }),
  });
  return (
    <Button className="w-full sm:w-auto" busy={isPending} onClick={() => mutate()}>
      {label}
    </Button>
  );
};

/** One file, and the key under which it is imported once, however often it is sent. */
interface ImportOrder {
  file: File;
  key: string;
}

const Refusal = ({ file, error }: { file: File; error: Error }) => {
  const lines = error instanceof ApiProblem ? linesInWords(error.fields) : [];
  return (
    <div className="grid gap-2">
      <Banner tone="danger">
        Nothing was imported from “{file.name}”.{' '}
        {lines.length > 0 ? 'Correct what is listed here, then choose the file again.' : messageOf(error)}
      </Banner>
      {lines.length > 0 && (
        <ul aria-label="What is wrong" className="grid gap-1 text-small wrap-anywhere">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
};

const Import = () => {
  const { id } = useUser();
  const chooser = useRef<HTMLInputElement>(null);
  const [complaint, setComplaint] = useState<string | null>(null);
  const { mutate, reset, data, error, isPending, variables } = useMutation({
    mutationFn: async ({ file, key }: ImportOrder) =>
      (
        await api<ImportAnswer>('POST', `/api/${encodeURIComponent(id)}/import`, {
          body: file.slice(0, file.size, importType(file.name) ?? ''),
          headers: { 'idempotency-key': key },
        })
      ).data,
    retry: (failures, failure) => isTransient(failure) && failures < 2,
  });
  const take = (file: File) => {
    const found = complaintAbout(file);
    setComplaint(found);
    if (found === null) mutate({ file, key: randomId() });
    else reset();
  };
  return (
    <>
      <input
        ref={chooser}
        type="file"
        accept={IMPORT_ACCEPT}
        aria-label="File to import"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) take(file);
          // The same file, corrected, can be chosen again.
          event.target.value = '';
        }}
      />
      <Button className="w-full sm:w-auto" busy={isPending} onClick={() => chooser.current?.click()}>
        Import from a file…
      </Button>
      <div className="grid w-full gap-2 empty:hidden">
        {isPending && (
          <p role="status" className="appear-late text-soft">
            Importing “{variables.file.name}”…
          </p>
        )}
        {complaint !== null && <Banner tone="danger">{complaint}</Banner>}
        {!isPending && error !== null && <Refusal file={variables.file} error={error} />}
        {data !== undefined && (
          <Banner
            action={
              <Link href="/tasks" className="rounded font-semibold text-accent hover:underline">
                Show tasks
              </Link>
            }
          >
            {importedInWords(data)}
          </Banner>
        )}
      </div>
    </>
  );
};

/** Everything out as a file, and tasks in from one. */
export const YourData = () => (
  <div className="grid justify-items-start gap-3">
    <div className="flex w-full flex-wrap gap-2">
      {FORMATS.map((format) => (
        <ExportButton key={format.format} {...format} />
      ))}
    </div>
    <Import />
    <p className="text-small text-soft">
      An import takes such a file back: JSON or CSV, with as little as a title for each task. The same file
      twice adds nothing.
    </p>
  </div>
);
