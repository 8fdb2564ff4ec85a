package io.weir.it;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Thousands of clients that all send the same and stay connected, driven by the thread of the test. */
final class Crowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AT_ONCE = 500;
    private static final int POLL_MILLIS = 100;

    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer waste = ByteBuffer.allocateDirect(64 * 1024);

    private Crowd(Selector selector) {
        this.selector = selector;
    }

    /** Nobody yet. */
    static Crowd empty() throws IOException {
        return new Crowd(Selector.open());
    }

    /** Connects so many more, which send this. Returns when each has sent it or has been turned away. */
    Crowd send(InetSocketAddress address, int clients, byte[] bytes) throws IOException {
        for (int left = clients; left > 0; left -= AT_ONCE) {
            List<Member> more = new ArrayList<>();
            for (int i = 0; i < Math.min(left, AT_ONCE); i++) {
                more.add(connect(address, bytes));
            }
            drive("to send", () -> more.stream().allMatch(Member::hasSent));
        }
        return this;
    }

    private Member connect(InetSocketAddress address, byte[] bytes) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(address);
        channel.configureBlocking(false);
        Member member = new Member(channel.register(selector, SelectionKey.OP_WRITE), ByteBuffer.wrap(bytes));
        members.add(member);
        return member;
    }

    /** Reads until each has received so many bytes or has been turned away. */
    void receive(int bytes) throws IOException {
        members.forEach(member -> member.want(SelectionKey.OP_READ));
        drive("to receive " + bytes + " bytes", () -> members.stream().allMatch(member -> member.hasReceived(bytes)));
        members.forEach(member -> member.want(0));
    }

    /** Each sends this so many times, one of them after the other, as far as its socket takes it. Nobody reads. */
    void push(int times, byte[] bytes) {
        members.forEach(member -> member.push(times, bytes));
    }

    /** How many are still connected, as far as they have looked. */
    int connected() {
        return count(member -> !member.over);
    }

    private int count(Predicate<Member> condition) {
        return (int) members.stream().filter(condition).count();
    }

    private void drive(String what, Eventually.Condition condition) {
        Eventually.holds(what, PATIENCE, () -> {
            if (condition.holds()) {
                return true;
            }
            selector.select(key -> ((Member) key.attachment()).turn(waste), POLL_MILLIS);
            return condition.holds();
        });
    }

    /** All break off, by a reset. */
    void breakOff() throws IOException {
        for (Member member : members) {
            if (member.channel.isOpen()) {
                member.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                member.channel.close();
            }
        }
        selector.selectNow();
    }

    @Override
    public void close() throws IOException {
        breakOff();
        selector.close();
    }

    private static final class Member {

        private final SelectionKey key;
        private final SocketChannel channel;
        private final ByteBuffer unsent;
        private long received;
        private boolean over;

        Member(SelectionKey key, ByteBuffer unsent) {
            this.key = key;
            this.unsent = unsent;
            channel = (SocketChannel) key.channel();
            key.attach(this);
        }

        boolean hasSent() {
            return over || !unsent.hasRemaining();
        }

        boolean hasReceived(long bytes) {
            return over || received >= bytes;
        }

        void want(int operations) {
            if (!over) {
                key.interestOps(operations);
            }
        }

        void turn(ByteBuffer into) {
            try {
                if (key.isWritable()) {
                    send();
                }
                if (key.isReadable()) {
                    receive(into);
                }
            } catch (IOException e) {
                leave();
            }
        }

        private void send() throws IOException {
            channel.write(unsent);
            if (!unsent.hasRemaining()) {
                key.interestOps(0);
            }
        }

        void push(int times, byte[] bytes) {
            try {
                for (int i = 0; i < times && !over; i++) {
                    ByteBuffer unpushed = ByteBuffer.wrap(bytes);
                    channel.write(unpushed);
                    if (unpushed.hasRemaining()) {
                        return;
                    }
                }
            } catch (IOException e) {
                leave();
            }
        }

        private void receive(ByteBuffer into) throws IOException {
            int count = channel.read(into.clear());
            received += Math.max(0, count);
            if (count < 0) {
                leave();
            }
        }

        private void leave() {
            over = true;
            try {
                channel.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
