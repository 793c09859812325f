import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { VOLUME_TYPES } from '../../src/sim/index.ts'
import { openVolumeTypes, overlaysStore } from '../../src/store/overlays.ts'
import { uiStore } from '../../src/store/ui.ts'
import { commands } from '../../src/ui/command/entries.ts'
import { ranked } from '../../src/ui/command/rank.ts'
import { volumeTexts } from '../../src/ui/volumes/text.ts'
import { VolumeCatalogue } from '../../src/ui/volumes/VolumeCatalogue.tsx'

HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true
}

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  overlaysStore.setState({ open: undefined, early: '' })
  uiStore.getState().setLanguage('en')
})

const rows = () =>
  [...document.querySelectorAll('details')].map((row) => row.querySelector('code')?.textContent)

describe('the catalogue of volume types', () => {
  test('lists every type, and says of each what it is, in both languages', () => {
    for (const language of ['en', 'ko'] as const) {
      const { what, status, sort } = volumeTexts[language]
      for (const row of VOLUME_TYPES) {
        expect(what[row.field]).toMatch(/\S.{10}/)
        expect(sort[row.sort]).toBeTruthy()
        for (const one of Object.values(row.status)) expect(status[one]).toBeTruthy()
      }
    }
    render(<VolumeCatalogue />)
    expect(rows()).toEqual(VOLUME_TYPES.map(({ field }) => field))
  })

  test('finds a misspelt name, opens it, and shows where, modes, history and what to use instead', () => {
    openVolumeTypes('')
    render(<VolumeCatalogue />)
    fireEvent.change(screen.getByRole('searchbox', { hidden: true }), {
      target: { value: 'gcdPersitentDisk' },
    })
    expect(rows()[0]).toBe('gcePersistentDisk')
    const row = document.querySelector('details') as HTMLDetailsElement
    expect(row.open).toBe(true)
    const text = within(row)
    expect(text.getByText('pd.csi.storage.gke.io')).toBeTruthy()
    expect(row.textContent).toContain('RWO, ROX')
    expect(row.textContent).toContain('deprecated in 1.17 · removed in 1.28')
    expect(row.textContent).toContain('in a pod or a PersistentVolume')
    expect(row.textContent).toContain('By its CSI driver')
  })

  test('says so when nothing is called that', () => {
    openVolumeTypes('zzzzqqq')
    render(<VolumeCatalogue />)
    expect(rows()).toEqual([])
    expect(screen.getByText('No volume type is called that.')).toBeTruthy()
  })

  test('the command palette leads there, also by a wrong spelling', () => {
    vi.useFakeTimers()
    const all = commands(
      (key) => key,
      (name) => name,
      'en',
    )
    const [first] = ranked('stoageos', all, [], 5)
    expect(first?.id).toBe('volumes.storageos')
    first?.run()
    vi.runAllTimers()
    expect(overlaysStore.getState()).toMatchObject({ open: 'volumes', early: 'storageos' })
  })
})
