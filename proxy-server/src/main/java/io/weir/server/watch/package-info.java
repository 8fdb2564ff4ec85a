/** Watching files by content: reading within limits, fingerprints, and reports of changes. Knows nothing of what the files are for. */
@NullMarked
package io.weir.server.watch;

import org.jspecify.annotations.NullMarked;
