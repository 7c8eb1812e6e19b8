drop table chat_receipts;
