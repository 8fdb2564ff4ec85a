package io.weir.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.weir.socket.SocketSize;
import io.weir.time.Timer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A listening socket that accepts a client only if it is admitted, and stops while the kernel has no descriptor for one. */
final class ListenerChannel extends NioServerSocketChannel {
    /*
     * The end. A connection in the backlog is established to its client, which may have sent its request. Closing the socket would reset it, so
     * end() accepts until the backlog is empty, and closes then. Nothing may come between the accept that finds none and the close:
     *
     * - The JDK keeps the descriptor of a closed socket open, and the kernel completes connections, until the next select of the selector that
     *   the socket is registered with. So the key is cancelled, and the loop selects, before the last accept.
     * - Without a key no event tells of new clients. None is needed: accepting goes on in tasks until the backlog is empty, or until
     *   admission turns the listener away and resumes it.
     *
     * A listener that a reload has removed does not wait for admission longer than a limit: slow exchanges or tunnels may hold all places for days,
     * while the socket takes connections that nobody serves, and the room of another socket.
     *
     * A connection that is completed within these microseconds, or whose handshake is not complete, is reset. ADR 0027 has the figures, and why the
     * code is warmed up.
     */

    /** Takes the next client out of a backlog, or null if there is none. */
    @FunctionalInterface
    interface Accepter {
        @Nullable
        SocketChannel accept(ServerSocketChannel from) throws IOException;
    }

    private enum State {
        /** Accepts when the selector reports a client. */
        SERVING,
        /** The next select forgets the key. Nothing is accepted, lest the socket be closed before that. */
        LEAVING,
        /** Accepts in tasks, until there is nobody. */
        ENDING
    }

    private enum Next {
        ACCEPTED,
        NOBODY,
        NOT_NOW
    }

    // In one task of the end: others have a session on the same loop.
    private static final int ACCEPTS_AT_ONCE = 16;

    private final Admission admission;
    private final Backlog backlog;
    private final Accepter accepter;
    private final Runnable leave;
    private State state = State.SERVING;
    private @Nullable Timer patience;

    ListenerChannel(Admission admission, Backlog backlog) {
        this(admission, backlog, ServerSocketChannel::accept);
    }

    ListenerChannel(Admission admission, Backlog backlog, Accepter accepter) {
        this.admission = admission;
        this.backlog = backlog;
        this.accepter = accepter;
        leave = admission::leave;
    }

    /** Accepts again. May be called on any thread. */
    void resume() {
        onLoop(this::resumeNow);
    }

    private void resumeNow() {
        switch (state) {
            case SERVING -> config().setAutoRead(true);
            case ENDING -> acceptRest();
            case LEAVING -> {}
        }
    }

    /**
     * Accepts, as far as admitted, the clients in the backlog and those that come meanwhile, and closes as soon as there are none. From the end
     * of the returned future on no client can connect. May be called on any thread, any number of times.
     */
    ChannelFuture end() {
        onLoop(this::endNow);
        return closeFuture();
    }

    /** Like {@link #end}, but closes after {@code limit}, and resets the clients that have not been admitted by then. May be called on any thread. */
    void endWithin(Duration limit) {
        onLoop(() -> {
            endNow();
            if (isOpen()) {
                Timer timer = ((TrafficLoop) eventLoop()).timers().timer(this::closeNow);
                timer.arm(limit);
                patience = timer;
            }
        });
    }

    /** Closes, and resets the clients in the backlog. From the end of the returned future on no client can connect. May be called on any thread. */
    ChannelFuture endAtOnce() {
        onLoop(this::closeNow);
        return closeFuture();
    }

    private void onLoop(Runnable task) {
        try {
            eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // A loop that has ended has closed its channels.
        }
    }

    private void endNow() {
        if (state == State.SERVING && isOpen()) {
            leaveSelector(() -> {
                rehearseClose();
                acceptRest();
            });
        }
    }

    private void closeNow() {
        if (isOpen()) {
            leaveSelector(this::close);
        }
    }

    private void leaveSelector(Runnable next) {
        state = State.LEAVING;
        config().setAutoRead(false);
        SelectionKey key = registration().attachment();
        key.cancel();
        ((TrafficLoop) eventLoop()).afterSelect(() -> {
            state = State.ENDING;
            next.run();
        });
    }

    // The first close of a listening socket runs code that is not loaded yet, a hundred microseconds in which clients
    // connect.
    private static void rehearseClose() {
        try {
            ServerSocketChannel another = ServerSocketChannel.open();
            another.configureBlocking(false);
            another.close();
        } catch (IOException e) {
            // Without a descriptor to spare the close takes a little longer.
        }
    }

    private void acceptRest() {
        if (!isOpen()) {
            return;
        }
        List<Object> accepted = new ArrayList<>(1);
        for (int left = ACCEPTS_AT_ONCE; left > 0; left--) {
            if (acceptNext(accepted) != Next.ACCEPTED) {
                return;
            }
            pipeline().fireChannelRead(accepted.remove(0));
        }
        resume();
    }

    /** Gives connections that are completed from now on the receive buffer of this size. May be called on any thread. */
    void fit(SocketSize size) {
        if (size.receiveBuffer() == 0) {
            return;
        }
        try {
            config().setReceiveBufferSize(size.receiveBuffer());
        } catch (ChannelException closed) {
            // A closed listener completes no connections.
        }
    }

    // The size comes before the kernel listens: the window scale that clients are offered follows from it.
    @Override
    protected void doBind(SocketAddress address) throws Exception {
        backlog.add(this);
        super.doBind(address);
    }

    @Override
    protected void doClose() throws Exception {
        backlog.remove(this);
        Timer timer = patience;
        if (timer != null) {
            timer.discard();
        }
        super.doClose();
    }

    @Override
    protected int doReadMessages(List<Object> accepted) {
        return acceptNext(accepted) == Next.ACCEPTED ? 1 : 0;
    }

    private Next acceptNext(List<Object> accepted) {
        if (!admission.enter(this)) {
            config().setAutoRead(false);
            return Next.NOT_NOW;
        }
        try {
            backlog.fit();
            return accept(accepted);
        } catch (IOException | ChannelException e) {
            // Closes admission: the client stays in the backlog, and would be reported without end.
            admission.withdraw(this, e);
            return Next.NOT_NOW;
        } catch (RuntimeException bug) {
            admission.leave();
            throw bug;
        }
    }

    private Next accept(List<Object> accepted) throws IOException {
        SocketChannel socket = accepter.accept(javaChannel());
        if (socket == null) {
            if (state == State.ENDING) {
                closeSocket();
            }
            admission.leave();
            return Next.NOBODY;
        }
        accepted.add(channel(socket));
        return Next.ACCEPTED;
    }

    // Itself first: what Netty does at a close comes later.
    private void closeSocket() {
        try {
            javaChannel().close();
        } catch (IOException e) {
            // Told by the close that follows, if it fails as well.
        }
        close();
    }

    private Channel channel(SocketChannel socket) throws IOException {
        try {
            PeerChannel channel = new PeerChannel(this, socket);
            // Not before its session has given up its back connection: SocketBudget counts one for each front.
            channel.closeActions().onEnd(leave);
            return channel;
        } catch (ChannelException e) {
            socket.close();
            throw e;
        }
    }
}
