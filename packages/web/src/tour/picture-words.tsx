// What a picture shows, in words below it: on a door's own page, where there is room for them.

/** For eyes only: a screen reader has the same words as the picture's name. Shown within `group/door` with `data-words`. */
export const PictureWords = ({ says }: { readonly says: string }) => (
  <p aria-hidden className="mb-3 hidden text-sm text-soft group-data-words/door:block">
    {says}
  </p>
)
