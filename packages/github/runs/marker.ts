/** What a marker is made of: letters, digits, and what joins them. */
const partOfWord = /[\w.\-/+@]/;

/** Whether the title has the marker as a word of its own: `set.1/core/1` is not in `build set.1/core/10`. */
export function carriesMarker(title: string, marker: string): boolean {
  for (let at = title.indexOf(marker); at !== -1; at = title.indexOf(marker, at + 1)) {
    const around = [title.charAt(at - 1), title.charAt(at + marker.length)];
    if (!around.some((character) => partOfWord.test(character))) return true;
  }
  return false;
}
