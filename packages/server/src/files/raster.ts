// The one way a picture is decoded here: four raster formats, from memory, within bounds. Nothing else libvips can open is open.
import sharp, { type Sharp } from 'sharp'

// Documents, vectors and formats that load by name are closed (CVE lists are full of them).
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
})

/** Types of pictures that are decoded. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const

/** How much of a picture is decoded, and for how long. */
export interface RasterBounds {
  /** More than these are not decoded, however small the file that says so. */
  readonly maxPixels: number
  readonly seconds: number
}

/** A picture to work on, its first frame, turned the way it is meant to be seen; what fails shows when it is written. */
export function openRaster(bytes: Uint8Array, { maxPixels, seconds }: RasterBounds): Sharp {
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true })
    .timeout({ seconds })
    .autoOrient()
}
