package io.weir.testing.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback interface that the kernel gives to no other program: it is bound to a socket that does not listen. A client is refused
 * there, but while a server of the test listens. Such a server asks for {@code SO_REUSEADDR}, as all listeners of Weir do.
 */
public final class HeldPort implements Closeable {

    private final Socket holder;

    private HeldPort(Socket holder) {
        this.holder = holder;
    }

    /** Holds a port that was free. */
    public static HeldPort take() throws IOException {
        Socket holder = new Socket();
        holder.setReuseAddress(true);
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new HeldPort(holder);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) holder.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}
