/** Tells the service manager, systemd, what the program is doing. */
@NullMarked
package io.weir.server.service;

import org.jspecify.annotations.NullMarked;
