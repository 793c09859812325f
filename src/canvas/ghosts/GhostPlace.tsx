import { lazy, Suspense } from 'react'

/** Most clusters miss nothing. */
const GhostCard = lazy(async () => ({ default: (await import('./GhostCard.tsx')).GhostCard }))

/** Stands where an object would stand that others name. Empty for one that has only just gone. */
export function GhostPlace({ id }: { readonly id: string }) {
  return (
    <Suspense fallback={null}>
      <GhostCard id={id} />
    </Suspense>
  )
}
