package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Wire;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TCP before Redis and PostgreSQL, used by their own clients; all of Weir on the command line. */
final class TcpServersIT {

    private static final String[] TCP = {"--protocol", "tcp", "--buffers", "64"};

    private static Net net;
    private static Box client;

    @BeforeAll
    static void start() {
        net = Net.create();
        client = Box.idle(net);
    }

    @AfterAll
    static void stop() {
        Closing.all(client, net);
    }

    @Test
    void redis_answers_its_benchmark_and_gives_back_what_was_set() {
        try (Box redis = Servers.redis(net);
                Weir weir = Weir.proxy(net, redis.at(Servers.REDIS), TCP)) {
            String redisCli = "redis-cli -h " + weir.box().address() + " -p " + Weir.PORT;
            String sum = client.shell("head -c 20000000 /dev/urandom > /tmp/value && sha256sum < /tmp/value");
            assertThat(client.shell(redisCli + " -x set value < /tmp/value")).isEqualTo("OK\n");
            // One byte more than the value: the end of line that redis-cli adds.
            assertThat(client.shell(redisCli + " get value | head -c 20000000 | sha256sum"))
                    .isEqualTo(sum);
            assertThat(client.shell("redis-benchmark -q -t set,get -c 100 -n 10000 -d 3000 -h "
                            + weir.box().address() + " -p " + Weir.PORT))
                    .contains("SET: ")
                    .contains("GET: ");
            weir.assertAtRest();
        }
    }

    @Test
    void postgresql_runs_its_benchmark_and_copies_a_table_byte_by_byte() {
        try (Box postgres = Servers.postgres(net);
                Weir weir = Weir.proxy(net, postgres.at(Servers.POSTGRES), TCP)) {
            String direct = "-h " + postgres.address() + " -p " + Servers.POSTGRES + " -U postgres";
            String through = "-h " + weir.box().address() + " -p " + Weir.PORT + " -U postgres";
            client.shell("pgbench -q -i -s 2 " + through + " postgres 2> /dev/null");
            assertThat(client.shell("pgbench -c 10 -t 100 " + through + " postgres 2> /dev/null"))
                    .contains("number of failed transactions: 0 ")
                    .contains("number of transactions actually processed: 1000/1000");
            String copy = " -c 'copy (select * from pgbench_accounts order by aid) to stdout' postgres | sha256sum";
            assertThat(client.shell("psql " + through + copy)).isEqualTo(client.shell("psql " + direct + copy));
            weir.assertAtRest();
        }
    }

    @Test
    void a_client_that_has_ended_its_bytes_still_gets_the_answer() throws IOException {
        try (Box node = Servers.node(net, "node");
                Weir weir = Weir.proxy(net, node.at(Servers.NODE_TCP), TCP);
                Wire wire = Wire.to(weir.address())) {
            wire.write(new byte[1_000_000]).endOutput();
            assertThat(wire.readAll()).startsWith("1000000 ");
            weir.assertAtRest();
        }
    }
}
