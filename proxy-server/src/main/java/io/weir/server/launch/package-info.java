/** What commands need to start the program and to stop it: the port to the assembly, the memory check, the banner, the stop signal. */
@NullMarked
package io.weir.server.launch;

import org.jspecify.annotations.NullMarked;
