package dev.zerok.cli;

import dev.zerok.house.HouseRules;

class CliHouseTest extends HouseRules {
  CliHouseTest() {
    super("dev.zerok.cli", "dev.zerok.cli..");
  }
}
