import type { Plugin } from 'vite'
export function picture(): Plugin
