import { lazy, Suspense } from 'react'
import { useLooking } from '../store/looking.ts'
import { useOverlays } from '../store/overlays.ts'
import { useUi } from '../store/ui.ts'

/** Opened on a wish, so they are fetched then. */
const Palette = lazy(async () => ({
  default: (await import('../ui/palette/Palette.tsx')).Palette,
}))
const CommandPalette = lazy(async () => ({
  default: (await import('../ui/command/CommandPalette.tsx')).CommandPalette,
}))
const CheatSheet = lazy(async () => ({
  default: (await import('../ui/shortcuts/CheatSheet.tsx')).CheatSheet,
}))

const EdgeCard = lazy(async () => ({
  default: (await import('../ui/edges/EdgeCard.tsx')).EdgeCard,
}))

const AboutCard = lazy(async () => ({
  default: (await import('../ui/about/AboutCard.tsx')).AboutCard,
}))
const Glance = lazy(async () => ({
  default: (await import('../ui/inspector/Glance.tsx')).Glance,
}))
const Legend = lazy(async () => ({ default: (await import('./LegendPlace.tsx')).LegendPlace }))

const VolumeCatalogue = lazy(async () => ({
  default: (await import('../ui/volumes/VolumeCatalogue.tsx')).VolumeCatalogue,
}))

/** What lies over the desk, if anything. */
export function Overlays() {
  const open = useOverlays((state) => state.open)
  const asked = useLooking((state) => state.thing !== undefined)
  const explained = useLooking((state) => state.edge !== undefined)
  const picked = useUi(
    ({ theme, selection, panels }) =>
      theme === 'projector' && selection !== null && !panels.wall.inspector,
  )
  return (
    <Suspense fallback={null}>
      {picked && <Glance />}
      {open === 'palette' && <Palette />}
      {open === 'command' && <CommandPalette />}
      {open === 'shortcuts' && <CheatSheet />}
      {open === 'legend' && <Legend />}
      {open === 'volumes' && <VolumeCatalogue />}
      {asked && <AboutCard />}
      {explained && <EdgeCard />}
    </Suspense>
  )
}
