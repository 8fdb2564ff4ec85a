/** Bearer tokens and the roles that they carry. Tokens are held as digests only, so that no dump, log line or page can show one. */
@NullMarked
package io.weir.server.access;

import org.jspecify.annotations.NullMarked;
