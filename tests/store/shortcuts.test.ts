import { afterEach, describe, expect, it } from 'vitest'
import { setSingleKeys } from '../../src/store/overlays.ts'
import { chordOf, hintOf, keyCaps, SHORTCUTS, shortcutFor } from '../../src/store/shortcuts.ts'
import { handsEn } from '../../src/ui/text/en/hands.ts'
import { handsKo } from '../../src/ui/text/ko/hands.ts'

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

afterEach(() => setSingleKeys(true))

describe('the table of shortcuts', () => {
  it('gives no chord twice', () => {
    const chords = SHORTCUTS.flatMap(({ keys }) => [...keys])
    expect(chords.length).toBe(new Set(chords).size)
  })

  it('leaves the chords of browsers and readers alone', () => {
    const theirs = [
      'Mod+f',
      'Mod+l',
      'Mod+t',
      'Mod+w',
      'Mod+n',
      'Mod+r',
      'Mod+p',
      'Mod+c',
      'Mod+v',
      'F5',
      'F11',
      'Tab',
    ]
    const ours = new Set<string>(SHORTCUTS.flatMap(({ keys }) => [...keys]))
    expect(theirs.filter((chord) => ours.has(chord))).toEqual([])
  })

  it('names every row in both languages', () => {
    for (const { id } of SHORTCUTS) {
      expect(handsEn).toHaveProperty([`shortcut.${id}`])
      expect(handsKo).toHaveProperty([`shortcut.${id}`])
    }
  })

  it.each([
    [press('k', { ctrlKey: true }), 'Mod+k', 'command'],
    [press('k', { metaKey: true }), 'Mod+k', 'command'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+z', 'redo'],
    [press('?', { shiftKey: true }), '?', 'help'],
    [press('F10', { shiftKey: true }), 'Shift+F10', 'menu'],
    [press('F6', { shiftKey: true }), 'Shift+F6', 'previousPanel'],
  ])('reads %j', (pressed, chord, id) => {
    expect(chordOf(pressed)).toBe(chord)
    expect(shortcutFor(pressed)?.id).toBe(id)
  })

  it('lets single characters rest while they are switched off, and nothing else', () => {
    setSingleKeys(false)
    expect(shortcutFor(press('c'))).toBeUndefined()
    expect(shortcutFor(press('F6'))?.id).toBe('nextPanel')
    expect(shortcutFor(press('Delete'), 'stage')?.id).toBe('delete')
  })

  it('writes chords for reading', () => {
    expect(keyCaps('Mod++')).toEqual(['Ctrl', '+'])
    expect(hintOf('command')).toBe('Ctrl+K')
  })
})
