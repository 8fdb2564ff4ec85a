/**
 * Black-box tests: each starts the program as a process, with real servers behind it and real clients before it, and looks at
 * it as its user does.
 *
 * <p>Whatever a test starts it closes, and what it waits for it polls within a bound. A port is free when it is taken, and told
 * by whoever took it. A tool that is missing fails the test and names its Debian package.
 */
package io.weir.it;
