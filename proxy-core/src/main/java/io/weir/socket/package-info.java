/** How large sockets may be, and how many: the arithmetic of the memory and the descriptors that they cost. Knows no socket itself. */
@NullMarked
package io.weir.socket;

import org.jspecify.annotations.NullMarked;
