export declare const HOW_TO_INSTALL: string
export declare function findBrowser(): string | undefined
export declare function ensureBrowser(): string | undefined
export declare function browserArgs(): string[]
