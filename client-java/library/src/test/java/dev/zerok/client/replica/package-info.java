/**
 * The rules of one device's copy of a group, against a relay that is honest or lies. {@link dev.zerok.client.replica.FakeRelay} is that
 * relay; start with {@link dev.zerok.client.replica.ExchangeTest}.
 */
@NullMarked
package dev.zerok.client.replica;

import org.jspecify.annotations.NullMarked;
