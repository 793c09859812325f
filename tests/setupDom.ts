import '@testing-library/jest-dom/vitest'
import { configure } from '@testing-library/react'

// A loaded machine is no reason to fail: what is loaded on first use may take its time.
configure({ asyncUtilTimeout: 10_000 })
