'use client';

import { type ReactNode, useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { messageOf } from '@/lib/api';

export interface ConfirmDialogProps {
  title: string;
  description: ReactNode;
  /** What the button does, in its words. */
  confirm: string;
  /** May reject: the dialog then stays and says why. */
  onConfirm: () => Promise<void>;
  /** After it was closed. */
  onClosed: () => void;
}

/** Asks before what can't be undone. */
const ConfirmDialog = ({ title, description, confirm, onConfirm, onClosed }: ConfirmDialogProps) => {
  const cancel = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const carryOut = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      setOpen(false);
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      onClosed={onClosed}
      title={title}
      description={description}
      initialFocus={cancel}
    >
      {failure !== null && <Banner tone="danger">{messageOf(failure)}</Banner>}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button ref={cancel} onClick={() => setOpen(false)}>
          Keep
        </Button>
        <Button variant="danger" busy={busy} onClick={() => void carryOut()}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
};

export default ConfirmDialog;
