// How the app is built: one entry, hashed names below /app/, no page of its own (the server writes that).
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/app/',
  plugins: [react(), tailwind()],
  build: {
    manifest: 'manifest.json',
    assetsDir: '',
    target: 'es2024',
    // Browsers that know modules preload by themselves; the helper would be a script without a nonce.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: 'src/main.tsx' },
  },
})
