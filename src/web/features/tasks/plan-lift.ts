import type { DragEvent } from 'react';

/** A person taken up from a post, by the mouse or by a key, until put down at another or Esc is pressed. */
export interface Lifted {
  readonly personId: string;
  readonly name: string;
}

const KIND = 'application/x-person';

/** What makes something draggable as a person. */
export function dragged(person: Lifted, onLift: (person: Lifted | null) => void) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(KIND, person.personId);
      event.dataTransfer.effectAllowed = 'move';
    },
    onDragEnd: () => onLift(null),
  };
}

/** What makes something take a dragged person. */
export function takesPerson(onPerson: (personId: string) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(KIND)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
    },
    onDrop: (event: DragEvent) => {
      const personId = event.dataTransfer.getData(KIND);
      if (personId === '') return;
      event.preventDefault();
      onPerson(personId);
    },
  };
}
