<?xml version="1.0"?>
<CHANNEL HREF="https://example.org/" BASE="https://example.org/">
  <TITLE>Northern Wire</TITLE>
  <ABSTRACT>News of the harbours</ABSTRACT>
  <ITEM HREF="ferry" LASTMOD="2017-12-15T10:20Z">
    <TITLE>Ferry talks open in Oslo</TITLE>
    <ABSTRACT>The line opens in May, the harbour board said.</ABSTRACT>
  </ITEM>
</CHANNEL>
