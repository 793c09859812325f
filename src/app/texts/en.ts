import { en as stage } from '../../canvas/text/en.ts'
import { en as screen } from '../../ui/text/en.ts'

export const texts = { screen, stage }
