/**
 * The browser's small storage, which may be absent, full or forbidden: then nothing is remembered and nothing breaks.
 */
const PREFIX = 'orrery.'

/** What was remembered under the name when `accepts` recognises its shape; undefined otherwise. */
export function recallSetting<T>(
  name: string,
  accepts: (value: unknown) => value is T,
): T | undefined {
  try {
    const text = localStorage.getItem(PREFIX + name)
    if (text === null) return undefined
    const value: unknown = JSON.parse(text)
    return accepts(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function rememberSetting(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // A full or forbidden storage only means that the next visit starts fresh.
  }
}

/** Forgets everything whose name begins so. */
export function forgetSettings(beginning: string): void {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(PREFIX + beginning)) localStorage.removeItem(name)
  } catch {
    // What cannot be forgotten was not remembered either.
  }
}

/** For libraries that want a Storage: never throws. */
export const safeStorage = {
  getItem(name: string): string | null {
    try {
      return localStorage.getItem(PREFIX + name)
    } catch {
      return null
    }
  },
  setItem(name: string, value: string): void {
    try {
      localStorage.setItem(PREFIX + name, value)
    } catch {
      // As above.
    }
  },
}
